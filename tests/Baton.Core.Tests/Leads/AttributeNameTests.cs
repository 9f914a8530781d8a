using Baton.Core.Leads;

namespace Baton.Core.Tests.Leads;

public class AttributeNameTests
{
    [Theory]
    [InlineData("Job Title", "title")]
    [InlineData("Number of Employees", "employees")]
    [InlineData("NumberOfEmployees", "employees")]
    [InlineData("company.employee_count", "employees")]
    [InlineData("Annual Revenue", "revenue")]
    [InlineData("E-mail Address", "email")]
    [InlineData("Country/Region", "country")]
    [InlineData("Zip Code", "postalcode")]
    [InlineData("Favourite Colour", "favouritecolour")]
    [InlineData("account.Industry", "account.industry")]
    [InlineData("Account.Number of Employees", "account.employees")]
    public void The_names_of_other_systems_are_one_attribute(string written, string attribute)
    {
        AttributeName.Of(written).ShouldBe(attribute);
        AttributeName.Of(AttributeName.Of(written)).ShouldBe(attribute);
    }

    [Theory]
    [InlineData("titel", "title")]
    [InlineData("Titel", "title")]
    [InlineData("employes", "employees")]
    [InlineData("jobtitel", "title")]
    [InlineData("account.contry", "account.country")]
    [InlineData("title", null)]
    [InlineData("Number of Employees", null)]
    [InlineData("account.industry", null)]
    [InlineData("cty", null)]
    [InlineData("budget", null)]
    [InlineData("horizon_months", null)]
    [InlineData("emplye", null)]
    public void A_slip_is_near_a_known_name(string written, string? nearest) => AttributeName.Nearest(written).ShouldBe(nearest);

    [Theory]
    [InlineData("email", "email|emailaddress|mail|workemail|businessemail")]
    [InlineData("firstname", "firstname|givenname|forename")]
    [InlineData("lastname", "lastname|surname|familyname")]
    [InlineData("name", "name|fullname|contactname|leadname")]
    [InlineData("phone", "phone|phonenumber|telephone|telephonenumber|businessphone")]
    [InlineData("mobilephone", "mobilephone|mobile|mobilephonenumber|cellphone|cell")]
    [InlineData("title", "title|jobtitle|position|jobfunction")]
    [InlineData("company", "company|companyname|accountname|organization|organisation|organizationname|associatedcompany|company.name")]
    [InlineData("website", "website|websiteurl|companydomainname|companydomain|domain|webpage|company.website")]
    [InlineData("industry", "industry|sector|company.industry")]
    [InlineData("employees", "employees|numberofemployees|employeecount|companysize|noofemployees|headcount|company.employeecount|company.employees|company.size")]
    [InlineData("revenue", "revenue|annualrevenue|company.annualrevenue|company.revenue")]
    [InlineData("country", "country|countryregion|countrycode|address.country|mailingcountry|billingcountry")]
    [InlineData("state", "state|stateregion|region|province|stateprovince|address.state|mailingstate|billingstate")]
    [InlineData("city", "city|town|address.city|mailingcity|billingcity")]
    [InlineData("postalcode", "postalcode|zip|zipcode|postcode|plz|address.postalcode|mailingpostalcode|billingpostalcode")]
    [InlineData("street", "street|streetaddress|address|address.street|mailingstreet|billingstreet")]
    [InlineData("source", "source|leadsource|originalsource|originalsourcetype|origin")]
    [InlineData("campaign", "campaign|originalcampaign|utmcampaign")]
    [InlineData("status", "status|leadstatus")]
    [InlineData("stage", "stage|lifecyclestage")]
    [InlineData("owner", "owner|contactowner|leadowner|ownerid|hubspotowner")]
    [InlineData("created", "created|createdate|createddate|createdat|creationdate")]
    [InlineData("plan", "plan|company.plan")]
    public void Stored_names_keep_their_meaning(string attribute, string spellings)
    {
        foreach (var spelling in spellings.Split('|'))
        {
            AttributeName.Of(spelling).ShouldBe(attribute);
            AttributeName.IsKnown(spelling).ShouldBeTrue(spelling);
        }
    }

    [Theory]
    [InlineData("Vorname", "firstname")]
    [InlineData("Nachname", "lastname")]
    [InlineData("E-Mail-Adresse", "email")]
    [InlineData("Telefon", "phone")]
    [InlineData("Firma", "company")]
    [InlineData("Anzahl Mitarbeiter", "employees")]
    [InlineData("Straße", "street")]
    [InlineData("PLZ", "postalcode")]
    [InlineData("Ort", "city")]
    [InlineData("Land", "country")]
    public void Columns_of_German_files_are_known(string written, string attribute) => AttributeName.Of(written).ShouldBe(attribute);

    [Fact]
    public void A_name_made_to_recurse_is_only_a_name()
    {
        var name = string.Concat(Enumerable.Repeat("account.", 100_000)) + "title";

        AttributeName.Of(name).ShouldBe(name);
    }
}
